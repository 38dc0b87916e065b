package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.harness.CrashRun.Step;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.streams.KeyValue;

/**
 * Scripts for stage 1, by chance: clients whose chunks interleave, who leave chunks out, send them twice, begin anew,
 * are ahead or behind, or send what cannot be read, while versions are published.
 */
public final class ScriptFixtures {

    /** Length of each delta. */
    public static final int PARAMETERS = 24;

    private static final String FINGERPRINT = ParameterLayout.flat(PARAMETERS).fingerprint();
    private static final int CLIENTS = 5;
    private static final int[] CHUNK_BYTES = {13, 20, 40, 96};

    private final SplittableRandom random;
    private final int versionChance;
    private final List<Deque<KeyValue<String, byte[]>>> clients = new ArrayList<>();
    private final List<UpdateFixtures> sent = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private long version;
    private long offset = 3;
    private int updates;

    private ScriptFixtures(long seed, int versionChance) {
        random = new SplittableRandom(seed);
        this.versionChance = versionChance;
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new ArrayDeque<>());
        }
        version = versionChance == 0 ? 0 : random.nextLong(4) - 1;
    }

    /** A script of so many steps. */
    public static List<Step> random(long seed, int length) {
        return steps(new ScriptFixtures(seed, 5), length);
    }

    /** A script of so many steps for a task that publishes its versions itself; updates are for the first few. */
    public static List<Step> withoutVersions(long seed, int length) {
        return steps(new ScriptFixtures(seed, 0), length);
    }

    private static List<Step> steps(ScriptFixtures script, int length) {
        while (script.steps.size() < length) {
            script.addStep();
        }
        return script.steps;
    }

    private void addStep() {
        int chance = random.nextInt(100);
        if (chance < versionChance) {
            version++;
        } else if (chance < 13) {
            add(null);
        } else if (chance < 15) {
            add(KeyValue.pair("client-" + random.nextInt(CLIENTS), new byte[random.nextInt(20)]));
        } else {
            addFrom(random.nextInt(CLIENTS));
        }
    }

    private void addFrom(int client) {
        Deque<KeyValue<String, byte[]>> queue = clients.get(client);
        if (queue.isEmpty()) {
            queue.addAll(nextUpdate(client).records());
        }
        int chance = random.nextInt(100);
        if (chance < 3 && !sent.isEmpty()) {
            // Begins anew: the rest of what was under way is never sent.
            queue.clear();
            queue.addAll(sent.get(sent.size() - 1).records());
            return;
        }
        KeyValue<String, byte[]> record = queue.remove();
        if (chance < 6) {
            return;
        }
        add(record);
        if (chance < 9) {
            add(record);
        }
    }

    private UpdateFixtures nextUpdate(int client) {
        if (!sent.isEmpty() && random.nextInt(8) == 0) {
            return sent.get(random.nextInt(sent.size()));
        }
        float[] delta = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            delta[i] = (float) (random.nextDouble() * 2 - 1) * (1 << random.nextInt(8));
        }
        UpdateFixtures update = UpdateFixtures.update()
                .from("client-" + client)
                .id("update-" + updates++)
                .base(Math.max(0, version + random.nextInt(6) - 3))
                .examples(random.nextInt(30))
                .metric("loss", random.nextDouble())
                .delta(delta)
                .chunkBytes(CHUNK_BYTES[random.nextInt(CHUNK_BYTES.length)]);
        sent.add(update);
        return update;
    }

    private void add(KeyValue<String, byte[]> record) {
        NewestVersion newest = version < 0 ? null : new NewestVersion(version, PARAMETERS, FINGERPRINT);
        steps.add(new Step(record, offset, newest));
        if (record != null) {
            // Offsets have gaps, as transactions and compaction leave them.
            offset += 1 + random.nextInt(3);
        }
    }
}
