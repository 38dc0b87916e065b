package dev.tributary.operator.topics;

import dev.tributary.federation.access.AccessFormat;
import dev.tributary.federation.access.AccessPlan;
import dev.tributary.federation.access.AccessRole;
import dev.tributary.federation.access.AccessRule;
import dev.tributary.federation.access.Principal;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the least that each role needs. Needs no cluster. */
@Command(
        name = "acls",
        description = "Prints the access rules that each role of a federation needs, and no more. Needs no cluster.",
        mixinStandardHelpOptions = true)
final class TopicsAclsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "The federation.yaml.")
    private Path settings;

    @Option(
            names = "--principal-operator",
            paramLabel = "PRINCIPAL",
            description = "Who creates topics and publishes version 0, such as User:alice. Each may be repeated.")
    private List<String> operators = new ArrayList<>();

    @Option(names = "--principal-aggregator", paramLabel = "PRINCIPAL", description = "Who runs the aggregator.")
    private List<String> aggregators = new ArrayList<>();

    @Option(names = "--principal-client", paramLabel = "PRINCIPAL", description = "Who trains.")
    private List<String> clients = new ArrayList<>();

    @Option(
            names = "--principal-mask-helper",
            paramLabel = "PRINCIPAL",
            description = "Who runs the mask helper of a masked federation: never who runs the aggregator.")
    private List<String> maskHelpers = new ArrayList<>();

    @Option(
            names = "--principal-enrolment",
            paramLabel = "PRINCIPAL",
            description = "Who revokes clients' certificates in a masked federation.")
    private List<String> enrolments = new ArrayList<>();

    @Option(
            names = "--principal-observer",
            paramLabel = "PRINCIPAL",
            description = "Who looks at rounds, rejections and models.")
    private List<String> observers = new ArrayList<>();

    @Option(
            names = "--principal-console",
            paramLabel = "PRINCIPAL",
            description = "Who runs the console: rounds and rejections, no model.")
    private List<String> consoles = new ArrayList<>();

    @Option(
            names = "--aggregator-creates-topics",
            description = "Lets the aggregator create its changelogs; not needed after: tributary topics apply")
    private boolean aggregatorCreatesTopics;

    @Option(
            names = "--client-describe-configs",
            description = "Lets clients see the settings of the topic of updates; needed only if its max.message.bytes"
                    + " is below Kafka's default.")
    private boolean clientsDescribeConfigs;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "kafka",
            description = "kafka (a script of kafka-acls) or strimzi (KafkaUser resources). Default: ${DEFAULT-VALUE}")
    private AccessFormat format;

    @Mixin
    private TopicsStrimziOption strimzi;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        FederationSettings federation = FederationSettings.load(settings);
        AccessPlan plan = new AccessPlan(
                federation.topics(),
                aggregatorCreatesTopics,
                clientsDescribeConfigs,
                federation.privacy().isMasked());
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            output.print(out, Map.of("rules", json(plan)));
        } else {
            out.print(format.render(plan, principals(), strimzi.cluster()));
        }
        out.flush();
        return 0;
    }

    private List<Map<String, Object>> json(AccessPlan plan) {
        List<Map<String, Object>> rules = new ArrayList<>();
        principals()
                .forEach((role, all) -> all.forEach(
                        principal -> plan.rules(role).forEach(rule -> rules.add(json(role, principal, rule)))));
        return rules;
    }

    private static Map<String, Object> json(AccessRole role, Principal principal, AccessRule rule) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("role", role.name().toLowerCase(Locale.ROOT));
        json.put("principal", principal.toString());
        json.put("resourceType", rule.resource().kind().name());
        json.put("resource", rule.resource().name());
        json.put("isPrefix", rule.resource().isPrefixed());
        json.put("operations", rule.operations().stream().map(Enum::name).toList());
        return json;
    }

    private Map<AccessRole, List<Principal>> principals() {
        Map<AccessRole, List<Principal>> principals = new EnumMap<>(AccessRole.class);
        principals.put(AccessRole.OPERATOR, parsed(operators));
        principals.put(AccessRole.AGGREGATOR, parsed(aggregators));
        principals.put(AccessRole.CLIENT, parsed(clients));
        principals.put(AccessRole.MASK_HELPER, parsed(maskHelpers));
        principals.put(AccessRole.ENROLMENT, parsed(enrolments));
        principals.put(AccessRole.OBSERVER, parsed(observers));
        principals.put(AccessRole.CONSOLE, parsed(consoles));
        if (principals.values().stream().allMatch(List::isEmpty)) {
            throw new FederationException("at least one of --principal-operator, --principal-aggregator,"
                    + " --principal-client, --principal-mask-helper, --principal-enrolment, --principal-observer"
                    + " and --principal-console must be given");
        }
        requireTwoParties(principals);
        return principals;
    }

    private static void requireTwoParties(Map<AccessRole, List<Principal>> principals) {
        for (Principal helper : principals.get(AccessRole.MASK_HELPER)) {
            if (principals.get(AccessRole.AGGREGATOR).contains(helper)) {
                throw new FederationException("--principal-mask-helper must be another principal than"
                        + " --principal-aggregator, was " + helper + " too; masks protect only from one of the two");
            }
        }
    }

    private static List<Principal> parsed(List<String> texts) {
        return texts.stream().map(Principal::parse).toList();
    }
}
