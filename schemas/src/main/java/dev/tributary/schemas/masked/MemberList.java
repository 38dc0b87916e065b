package dev.tributary.schemas.masked;

import dev.tributary.schemas.avro.MaskMember;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.UnmaskRequest;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The members of one release, in the order of their header digests: the same members in another order are the same list.
 *
 * @param purpose purpose of the vectors
 * @param version UPDATE: version about to be published. EVALUATION: version that was evaluated
 * @param members the members in their order
 */
public record MemberList(MaskPurpose purpose, long version, List<Member> members) {

    /** First field of the bytes that the digest of a list is taken of. */
    public static final String LABEL = "tributary/members/1";

    /** No list is longer. */
    public static final int MOST_MEMBERS = 4096;

    /**
     * A member.
     *
     * @param updateId         its update id
     * @param headerDigest     digest of its header
     * @param weighedAtVersion newest version when it was weighed
     */
    public record Member(String updateId, Digest headerDigest, long weighedAtVersion) {}

    /** Puts the members in their order. */
    public MemberList {
        members = members.stream()
                .sorted(Comparator.comparing(Member::headerDigest)
                        .thenComparing(Member::updateId)
                        .thenComparing(Member::weighedAtVersion))
                .toList();
    }

    /**
     * Reads the list of a request.
     *
     * @param request the request
     * @return its list, in the order of a list
     * @throws MalformedMaskException if it has no purpose, too many members, or an id that is not its own
     */
    public static MemberList of(UnmaskRequest request) throws MalformedMaskException {
        if (request.getPurpose() == MaskPurpose.UNKNOWN || request.getVersion() < 0) {
            throw new MalformedMaskException("a request must have a purpose and a version of at least 0, had "
                    + request.getPurpose() + " and " + request.getVersion());
        }
        if (request.getMembers().size() > MOST_MEMBERS) {
            throw new MalformedMaskException("a list must have at most " + MOST_MEMBERS + " members, had "
                    + request.getMembers().size());
        }
        MemberList list = new MemberList(
                request.getPurpose(),
                request.getVersion(),
                request.getMembers().stream()
                        .map(member -> new Member(
                                member.getUpdateId(),
                                Digest.of(member.getHeaderDigest()),
                                member.getWeighedAtVersion()))
                        .toList());
        if (!list.requestId().equals(request.getRequestId())) {
            throw new MalformedMaskException("requestId must be " + list.requestId() + ", was another");
        }
        return list;
    }

    /**
     * Writes the request for this list.
     *
     * @return the request
     */
    public UnmaskRequest toRequest() {
        return new UnmaskRequest(
                requestId(),
                purpose,
                version,
                members.stream()
                        .map(member -> new MaskMember(
                                member.updateId(), member.headerDigest().toField(), member.weighedAtVersion()))
                        .collect(Collectors.toList()));
    }

    /**
     * Names the release that the list is for.
     *
     * @return such as {@code update/17}
     */
    public String requestId() {
        return MaskedHeader.word(purpose) + "/" + version;
    }

    /**
     * Hashes the list.
     *
     * @param federation name of the federation
     * @return its digest, which keys the noise and stands in the answer
     */
    public Digest digest(String federation) {
        CanonicalBytes bytes = CanonicalBytes.of(LABEL)
                .text(federation)
                .text(MaskedHeader.word(purpose))
                .number(version)
                .number(members.size());
        members.forEach(member -> bytes.text(member.updateId())
                .bytes(member.headerDigest().toBytes())
                .number(member.weighedAtVersion()));
        return Digest.hash(bytes.toBytes());
    }
}
