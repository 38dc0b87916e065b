package dev.tributary.client.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacyFingerprint;
import dev.tributary.masking.keys.EpochKey;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelperKeyChoiceTest {

    private static final FederationSettings SETTINGS = MaskedFixtures.settings("", "");

    private final MaskedFixtures fixtures = new MaskedFixtures();
    private final SigningKey stranger = SigningKey.random(new SecureRandom());
    private final HelperKeyChoice choice =
            new HelperKeyChoice(MaskedFixtures.FEDERATION, fixtures.root.publicKey(), PrivacyFingerprint.of(SETTINGS));

    private HelperKeyChoice.Found choose(HelperKey... announced) {
        return choice.choose(List.of(announced), MaskedFixtures.NOW);
    }

    private HelperKey announced(SigningKey signer, long epoch, long hoursLeft) {
        long now = MaskedFixtures.NOW.toEpochMilli();
        return fixtures.announce(
                signer, EpochKey.draw(epoch, now - 1, now + hoursLeft * MaskedFixtures.HOUR), SETTINGS);
    }

    @Test
    void shouldTakeTheGreatestEpochWhenSeveralAreGood() {
        HelperKey newest = announced(fixtures.root, 8, 5);

        assertThat(choose(
                                announced(fixtures.root, 7, 9),
                                newest,
                                announced(fixtures.root, 9, 0),
                                announced(stranger, 10, 9))
                        .key())
                .as("neither one that is over nor a stranger's")
                .contains(newest);
    }

    @Test
    void shouldRefuseInOneLineWhenNobodyButAStrangerAnnouncedAKey() {
        assertThatThrownBy(() -> choose(announced(stranger, 1, 5)))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith(
                        "mask helper's key must be signed by the pinned root key " + fixtures.root.publicKey()
                                + ", was announced by [" + stranger.publicKey() + "]; nothing is sent")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseWhenAKeyClaimsThePinnedRootButIsNotSignedByIt() {
        HelperKey theirs = announced(stranger, 1, 5);
        HelperKey fake = with(theirs, theirs.getPublicKey().bytes());

        assertThatThrownBy(() -> choose(fake)).hasMessageContaining("must be signed by the pinned root key");
    }

    @Test
    void shouldRefuseWhenABitOfAGoodKeyWasTurned() {
        HelperKey good = announced(fixtures.root, 1, 5);
        byte[] bytes = good.getPublicKey().bytes().clone();
        bytes[3] ^= 1;

        assertThatThrownBy(() -> choose(with(good, bytes)))
                .hasMessageContaining("must be signed by the pinned root key");
    }

    /** The same announcement with another key, said to be of the pinned root. */
    private HelperKey with(HelperKey key, byte[] publicKey) {
        return new HelperKey(
                EpochKey.id(publicKey),
                key.getEpoch(),
                new PublicKey(publicKey),
                key.getSettingsFingerprint(),
                key.getCreatedAtMs(),
                key.getExpiresAtMs(),
                new PublicKey(fixtures.root.publicKey().toBytes()),
                key.getSignature());
    }

    @Test
    void shouldRefuseWhenTheHelperKeepsToOtherSettings() {
        HelperKey other =
                fixtures.announce(fixtures.root, fixtures.epoch, MaskedFixtures.settings(", threshold: 4", ""));

        assertThatThrownBy(() -> choose(other))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("privacy settings must be those of the mask helper")
                .hasMessageContaining("take the federation.yaml that the mask helper has");
    }

    @Test
    void shouldWaitAndSayForWhomWhenThereIsNoKeyOrItIsOver() {
        assertThat(choose().waitingFor())
                .isEqualTo(
                        "mask helper " + fixtures.root.publicKey() + " has announced no key for federation digits yet");
        assertThat(choose(announced(fixtures.root, 1, 0)).waitingFor())
                .contains("has let its newest key expire, at 2027-01-01T00:00:00Z, and announced no other");
    }

    @Test
    void shouldSeeTheKeyWhenItIsAnnouncedWhileTheClientWaits() {
        List<HelperKey> topic = new ArrayList<>();
        HelperKeyWatch watch = new HelperKeyWatch(choice, () -> (Collection<HelperKey>) topic, MaskedFixtures.CLOCK);

        assertThat(watch.look()).isEmpty();
        topic.add(announced(fixtures.root, 1, 5));
        assertThat(watch.look()).contains(topic.get(0));
    }

    @Test
    void shouldStopSealingWhenTheKeyExpiresMeanwhile() {
        HelperKey key = announced(fixtures.root, 1, 5);
        Clock later = Clock.offset(MaskedFixtures.CLOCK, Duration.ofHours(5));

        assertThat(new HelperKeyWatch(choice, () -> List.of(key), later).look()).isEmpty();
        assertThat(new HelperKeyWatch(choice, () -> Arrays.asList(key), MaskedFixtures.CLOCK).look())
                .contains(key);
    }
}
