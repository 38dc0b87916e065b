package dev.tributary.schemas.masked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.UnmaskRequest;
import dev.tributary.schemas.framing.RecordFraming;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemberListTest {

    private final UnmaskRequest golden = decoded();

    @Test
    void shouldHaveTheDigestThatPythonComputes() throws Exception {
        JsonNode vector = GoldenFiles.json("masked").get("list");

        MemberList list = MemberList.of(golden);

        assertThat(list.digest(vector.get("federation").textValue()))
                .hasToString(vector.get("digest").textValue());
        assertThat(list.toRequest()).isEqualTo(golden);
    }

    @Test
    void shouldBeTheSameListWhenMembersComeInAnotherOrder() throws Exception {
        MemberList list = MemberList.of(golden);
        List<MemberList.Member> turned = new ArrayList<>(list.members());
        Collections.reverse(turned);

        assertThat(new MemberList(list.purpose(), list.version(), turned)).isEqualTo(list);
    }

    @Test
    void shouldBeAnotherListWhenAnythingDiffers() throws Exception {
        MemberList list = MemberList.of(golden);
        Digest digest = list.digest("digits");

        assertThat(List.of(
                        list.digest("other"),
                        new MemberList(list.purpose(), 18, list.members()).digest("digits"),
                        new MemberList(MaskPurpose.EVALUATION, 17, list.members()).digest("digits"),
                        new MemberList(list.purpose(), 17, list.members().subList(1, 3)).digest("digits")))
                .doesNotContain(digest)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldRefuseWhenRequestIdIsNotItsOwn() {
        UnmaskRequest other =
                new UnmaskRequest("update/18", golden.getPurpose(), golden.getVersion(), golden.getMembers());

        assertThatThrownBy(() -> MemberList.of(other))
                .isInstanceOf(MalformedMaskException.class)
                .hasMessageContaining("update/17");
    }

    @Test
    void shouldRefuseWhenPurposeIsUnknownOrMembersAreTooMany() {
        UnmaskRequest unknown = new UnmaskRequest("unknown/17", MaskPurpose.UNKNOWN, 17L, golden.getMembers());
        UnmaskRequest tooLong = new MemberList(
                        MaskPurpose.UPDATE,
                        17,
                        IntStream.rangeClosed(0, MemberList.MOST_MEMBERS)
                                .mapToObj(i -> new MemberList.Member("u-" + i, Digest.hash(new byte[] {1}), 16))
                                .toList())
                .toRequest();

        assertThatThrownBy(() -> MemberList.of(unknown)).isInstanceOf(MalformedMaskException.class);
        assertThatThrownBy(() -> MemberList.of(tooLong))
                .isInstanceOf(MalformedMaskException.class)
                .hasMessageContaining("4096");
    }

    private static UnmaskRequest decoded() {
        try {
            return new RecordFraming().decode(GoldenFiles.bytes("UnmaskRequest"), UnmaskRequest.class);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
