package dev.tributary.client.round;

import dev.tributary.client.link.ClientKafkaConfig;
import dev.tributary.client.link.ClientTimeouts;
import dev.tributary.client.link.KafkaProperties;
import dev.tributary.client.masking.MaskedMembership;
import dev.tributary.client.masking.MaskingKeys;
import dev.tributary.client.training.LocalEvaluator;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.update.ClientId;
import dev.tributary.client.update.ClientSecret;
import dev.tributary.client.update.DeltaWriterBuilder;
import dev.tributary.client.update.ErrorFeedback;
import dev.tributary.client.update.SecretFile;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.topic.FederationTopics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Puts a {@link FederatedClient} together. Federation, Kafka and trainer must be given; the rest has defaults. Every
 * setting returns this builder.
 *
 * <p>Not thread-safe.
 */
public final class FederatedClientBuilder {

    private final KafkaProperties kafka = new KafkaProperties();
    private final DeltaWriterBuilder deltas = new DeltaWriterBuilder();
    private FederationTopics topics;
    private LocalTrainer trainer;
    private Optional<LocalEvaluator> evaluator = Optional.empty();
    private ClientSecret secret;
    private Participation participation = Participation.ENDLESS;
    private ClientListener listener = ClientListener.NONE;
    private ClientTimeouts timeouts = ClientTimeouts.STANDARD;
    private boolean isStoppedOnShutdown;
    private RandomGenerator random = RandomGenerator.getDefault();
    private Optional<MaskedMembership> masking = Optional.empty();

    FederatedClientBuilder() {}

    /** Names the federation to join; {@link FederationTopics} has the bounds of a name, and refuses another. */
    public FederatedClientBuilder federation(String name) {
        topics = new FederationTopics(name);
        return this;
    }

    /**
     * Says how to reach Kafka. Adds to earlier calls.
     *
     * @param bootstrapServers {@code host:port,…}
     */
    public FederatedClientBuilder kafka(String bootstrapServers) {
        kafka.bootstrapServers(bootstrapServers);
        return this;
    }

    /**
     * Says how to reach Kafka. Adds to earlier calls.
     *
     * <p>A {@code client.id} among the properties is used as it is, in place of the pseudonym: brokers log it, so it
     * should name neither a host nor a person.
     *
     * @param properties by Kafka's names; passed through untouched, but for those that delivery depends on
     */
    public FederatedClientBuilder kafka(Map<String, ?> properties) {
        kafka.all(properties);
        return this;
    }

    /**
     * Says how to reach Kafka. Adds to earlier calls.
     *
     * @param properties file of Kafka properties with {@code bootstrap.servers}, as for Kafka's own tools
     * @throws FederationException if it cannot be read
     */
    public FederatedClientBuilder kafka(Path properties) {
        kafka.file(properties);
        return this;
    }

    /** Gives the client its training, called by the client's thread alone. */
    public FederatedClientBuilder trainer(LocalTrainer localTrainer) {
        trainer = localTrainer;
        return this;
    }

    /**
     * Has each version measured on local test data when it is received, before it is trained on, and the result
     * reported on the federation's evaluations topic. A report that cannot be sent is logged and forgotten.
     *
     * @param localEvaluator called by the client's thread alone; none by default
     */
    public FederatedClientBuilder evaluator(LocalEvaluator localEvaluator) {
        evaluator = Optional.of(localEvaluator);
        return this;
    }

    /**
     * Names the file of the secret that the pseudonym comes from. Two clients with the same secret are one client to
     * the federation. By default the user's own, see {@link SecretFile#defaultPath}.
     *
     * @param file made on first use, readable by its owner alone
     * @throws FederationException if it cannot be read or made, or others may read it
     */
    public FederatedClientBuilder secret(Path file) {
        secret = SecretFile.loadOrCreate(file);
        return this;
    }

    /**
     * Gives the secret that the pseudonym comes from.
     *
     * @param bytes at least {@link ClientSecret#MIN_BYTES} random bytes; copied
     */
    public FederatedClientBuilder secret(byte[] bytes) {
        secret = new ClientSecret(bytes);
        return this;
    }

    /**
     * Has everything that the client sends masked: nobody reads its deltas or evaluations, only sums over many clients.
     *
     * @param keys     the client's own
     * @param settings the client's copy of the federation's settings, with {@code masking: required}
     * @throws FederationException if the settings ask for no masks
     */
    public FederatedClientBuilder masking(MaskingKeys keys, FederationSettings settings) {
        masking = Optional.of(new MaskedMembership(keys, settings));
        return this;
    }

    /** Ends the client after so many published updates, at least 1. Without end by default. */
    public FederatedClientBuilder rounds(long rounds) {
        participation = participation.withRounds(rounds);
        return this;
    }

    /** Ends the client when this model version, 0 or more, or a later one arrives. Without end by default. */
    public FederatedClientBuilder untilVersion(long version) {
        participation = participation.withUntilVersion(version);
        return this;
    }

    /** Says how the client goes on after an update: {@link UpdatePolicy#WAIT_FOR_NEXT_VERSION} by default. */
    public FederatedClientBuilder updatePolicy(UpdatePolicy policy) {
        participation = participation.withUpdatePolicy(policy);
        return this;
    }

    /** Says how the numbers of a delta are written: {@link PayloadEncoding#FLOAT32} by default. */
    public FederatedClientBuilder encoding(PayloadEncoding payloadEncoding) {
        deltas.encoding(payloadEncoding);
        return this;
    }

    /**
     * Says how much of a delta {@link PayloadEncoding#TOP_K} sends at a time.
     *
     * @param fraction share of the parameters, above 0 and at most 1; 0.05 by default
     * @throws FederationException if the fraction is out of bounds
     */
    public FederatedClientBuilder topKFraction(double fraction) {
        deltas.topKFraction(fraction);
        return this;
    }

    /**
     * Says whether the rest that an encoding leaves out of a delta is kept and added to the next, see {@link
     * ErrorFeedback}. It takes two more vectors of the model's size. {@code FLOAT32} leaves nothing out.
     *
     * @param isOn by default with {@link PayloadEncoding#TOP_K} alone, which does not learn well without
     */
    public FederatedClientBuilder errorFeedback(boolean isOn) {
        deltas.errorFeedback(isOn);
        return this;
    }

    /**
     * Names the directory of the state that outlives a restart: the residual of error feedback.
     * Nothing is written to a disk by default.
     *
     * @param directory made if it is not there; clients may share it
     */
    public FederatedClientBuilder stateDirectory(Path directory) {
        deltas.stateDirectory(directory);
        return this;
    }

    /** Has somebody listen, called by the client's thread. */
    public FederatedClientBuilder listener(ClientListener clientListener) {
        listener = clientListener;
        return this;
    }

    /**
     * Bounds the checks at the start.
     *
     * @param timeout longest time for the cluster's answer to each question, 8 s by default
     */
    public FederatedClientBuilder connectTimeout(Duration timeout) {
        timeouts = timeouts.withConnect(timeout);
        return this;
    }

    /**
     * Bounds one attempt to send an update. When it passes the update is sent again under the same id.
     *
     * @param timeout time until a record that is not acknowledged counts as failed, 30 s by default
     */
    public FederatedClientBuilder deliveryTimeout(Duration timeout) {
        timeouts = timeouts.withDelivery(timeout);
        return this;
    }

    /**
     * Bounds the pauses between attempts, each drawn between nothing and a ceiling that doubles.
     *
     * @param first ceiling after the first failure, 250 ms by default
     * @param most  greatest ceiling, 30 s by default
     */
    public FederatedClientBuilder backoff(Duration first, Duration most) {
        timeouts = timeouts.withBackoff(first, most);
        return this;
    }

    /**
     * Has the end of the process close the client while it runs: on SIGTERM, Ctrl-C or {@code System.exit} the process
     * waits for {@link FederatedClient#close}, five seconds at most. Without it such an end cuts off whatever is under
     * way; whoever has a shutdown hook of their own calls {@code close} there.
     */
    public FederatedClientBuilder stopOnShutdown() {
        isStoppedOnShutdown = true;
        return this;
    }

    /**
     * Replaces the source of the back-off's jitter and of the rounding of updates. Update ids do not come from it:
     * those of two runs must differ even if the seed does not.
     *
     * @param generator used by the client's thread alone
     */
    public FederatedClientBuilder random(RandomGenerator generator) {
        random = generator;
        return this;
    }

    /**
     * Builds the client. Nothing is sent or read before it runs.
     *
     * @return a client, to be run once and closed
     * @throws FederationException if something is missing or unknown, or the default secret file cannot be used
     */
    public FederatedClient build() {
        require("federation", topics);
        require("trainer", trainer);
        Map<String, Object> properties = kafka.checked();
        if (secret == null) {
            secret(SecretFile.defaultPath(System.getenv(), Path.of(System.getProperty("user.home"))));
        }
        ClientId clientId = ClientId.of(secret, topics.federation());
        Clock clock = Clock.systemUTC();
        masking.ifPresent(member -> {
            member.requireFor(topics.federation(), clientId, clock);
            deltas.requirePlain();
            participation.requireOneUpdatePerVersion();
        });
        return new FederatedClient(new ClientSettings(
                topics,
                clientId,
                new ClientKafkaConfig(properties, clientId),
                trainer,
                evaluator,
                participation,
                deltas.build(clientId, random),
                masking,
                listener,
                timeouts,
                timeouts.newBackoff(random),
                isStoppedOnShutdown,
                clock));
    }

    private static void require(String name, Object value) {
        if (value == null) {
            throw new FederationException(name + " must be given before the client is built, was not");
        }
    }
}
