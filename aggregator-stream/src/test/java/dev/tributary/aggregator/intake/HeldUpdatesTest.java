package dev.tributary.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.admission.DeltaManifest;
import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.SideWorks;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.aggregator.intake.RefusedUpdate.PassedOver;
import dev.tributary.aggregator.intake.UnderWay.Arriving;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.schemas.payload.ManifestPayload;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeldUpdatesTest {

    private final HeldUpdates held = new HeldUpdates();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    private static Arriving<?> update(String client, String id, long offset) {
        ModelUpdate manifest = (ModelUpdate) Records.decode(UpdateFixtures.update()
                .from(client)
                .id(id)
                .chunkBytes(1)
                .delta(new float[100])
                .record()
                .value);
        return new Arriving<>(new Arrival<>(
                new DeltaManifest(manifest),
                new ArrivingPayload<>(
                        ManifestPayload.of(manifest), ArrivingValues.of(manifest.getEncoding()), SideWorks.atOnce()),
                offset,
                offset));
    }

    private void grow(UnderWay<?> update, int index) throws PayloadException {
        ByteBuffer chunk = ByteBuffer.wrap(new byte[1]);
        held.add(update, index, Checksums.crc32c(chunk), chunk);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldCountExactlyWhatItHoldsWhenUpdatesComeGrowAndGo(long seed) throws PayloadException {
        SplittableRandom random = new SplittableRandom(seed);
        List<HeldUpdate> live = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            int chance = random.nextInt(10);
            if (live.isEmpty() || chance < 3) {
                HeldUpdate added = chance == 0
                        ? new PassedOver("client", "refused-" + step, step, 4, step)
                        : update("client-" + step % 3, "update-" + step, step);
                held.put(added);
                live.add(added);
                sizes.add(0);
            } else if (chance < 5) {
                int at = random.nextInt(live.size());
                held.remove(live.remove(at));
                sizes.remove(at);
            } else {
                int at = random.nextInt(live.size());
                if (live.get(at) instanceof UnderWay<?> update) {
                    grow(update, sizes.get(at));
                    sizes.set(at, sizes.get(at) + 1);
                }
            }
            long chunks = sizes.stream().mapToLong(Integer::longValue).sum();
            assertThat(held.bytes())
                    .isEqualTo(live.size() * HeldUpdate.ENTRY_BYTES + chunks * (1 + HeldUpdate.CHUNK_BYTES));
            assertThat(held.size()).isEqualTo(live.size());
        }
    }

    @Test
    void shouldCountAsBeforeWhenChunkIsRefused() throws PayloadException {
        UnderWay<?> update = update("client", "update", 0);
        held.put(update);
        grow(update, 0);
        long before = held.bytes();

        assertThatThrownBy(() -> grow(update, 5)).isInstanceOf(PayloadException.class);
        assertThat(held.bytes()).isEqualTo(before);
    }

    @Test
    void shouldGiveThemInOrderOfBeginningWhenAsked() {
        held.put(update("client-2", "b", 20));
        held.put(update("client-1", "a", 10));
        held.put(update("client-2", "c", 30));
        held.put(new PassedOver("client-2", "d", 25, 3, 0));

        assertThat(held.inOrder()).extracting(HeldUpdate::offset).containsExactly(10L, 20L, 25L, 30L);
        assertThat(held.ofClient("client-2", Arriving.class))
                .extracting(HeldUpdate::offset)
                .containsExactly(20L, 30L);
        assertThat(held.leastWorth()).map(HeldUpdate::offset).contains(25L);
        assertThat(held.firstOffsetOr(5)).isEqualTo(10);
    }

    @Test
    void shouldGiveTheOtherOffsetWhenNothingIsHeld() {
        assertThat(held.firstOffsetOr(5)).isEqualTo(5);
        assertThat(held.leastWorth()).isEmpty();
        assertThat(held.find("client", "update")).isEmpty();
    }
}
