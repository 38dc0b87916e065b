package dev.tributary.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.SideWorks;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.payload.Checksums;
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

    private static HeldUpdate update(String client, String id, long offset) {
        ModelUpdate manifest = (ModelUpdate) Records.decode(UpdateFixtures.update()
                .from(client)
                .id(id)
                .chunkBytes(1)
                .delta(new float[100])
                .record()
                .value);
        return HeldUpdate.of(manifest, offset, offset, SideWorks.atOnce());
    }

    private void grow(HeldUpdate update, int index) throws PayloadException {
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
                        ? HeldUpdate.refused("client", "refused-" + step, step, step, 4)
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
                if (live.get(at).state() == HeldUpdate.State.HELD) {
                    grow(live.get(at), sizes.get(at));
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
        HeldUpdate update = update("client", "update", 0);
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
        held.put(HeldUpdate.refused("client-2", "d", 25, 0, 3));

        assertThat(held.inOrder()).extracting(HeldUpdate::offset).containsExactly(10L, 20L, 25L, 30L);
        assertThat(held.ofClient("client-2", HeldUpdate.State.HELD))
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
