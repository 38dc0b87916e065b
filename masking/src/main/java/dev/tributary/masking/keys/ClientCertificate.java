package dev.tributary.masking.keys;

import dev.tributary.schemas.masked.CanonicalBytes;
import dev.tributary.schemas.masked.CanonicalInput;
import dev.tributary.schemas.masked.MalformedMaskException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The enrolment authority's word that a key is a client's. {@code docs/protocol-masked.md}, section 4, has its bytes.
 *
 * @param federation  federation that it counts in
 * @param serial      serial number: 32 hexadecimal digits
 * @param clientId    pseudonym of the client
 * @param publicKey   the client's key
 * @param expiresAtMs instant after which it counts no more
 * @param signature   the authority's, 64 bytes; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode go by the bytes
public record ClientCertificate(
        String federation, String serial, String clientId, VerifyingKey publicKey, long expiresAtMs, byte[] signature) {

    private static final String LABEL = "tributary/certificate/1";
    private static final int SIGNATURE_BYTES = 64;
    private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /**
     * Makes a certificate.
     *
     * @param authority   key of the enrolment authority
     * @param federation  federation that it counts in
     * @param serial      serial number: 32 hexadecimal digits, never used before
     * @param clientId    pseudonym of the client
     * @param publicKey   the client's key
     * @param expiresAtMs instant after which it counts no more
     * @return the certificate
     */
    public static ClientCertificate issue(
            SigningKey authority,
            String federation,
            String serial,
            String clientId,
            VerifyingKey publicKey,
            long expiresAtMs) {
        byte[] signed =
                fields(federation, serial, clientId, publicKey, expiresAtMs).toBytes();
        return new ClientCertificate(federation, serial, clientId, publicKey, expiresAtMs, authority.sign(signed));
    }

    /**
     * Reads a certificate.
     *
     * @param bytes as {@link #toBytes} wrote them
     * @return the certificate, whose signature is not checked yet
     * @throws MalformedMaskException if it is something else
     */
    public static ClientCertificate parse(byte[] bytes) throws MalformedMaskException {
        CanonicalInput in = CanonicalInput.of(bytes, LABEL);
        ClientCertificate certificate = new ClientCertificate(
                in.text("federation"),
                in.text("serial"),
                in.text("clientId"),
                VerifyingKey.of(in.bytes("publicKey", VerifyingKey.BYTES)),
                in.number("expiresAtMs", 0),
                in.bytes("signature", SIGNATURE_BYTES));
        in.requireEnd();
        if (!SERIAL.matcher(certificate.serial).matches()
                || !CLIENT_ID.matcher(certificate.clientId).matches()) {
            throw new MalformedMaskException("a certificate must have a serial number of 32 of 0-9 a-f and a client id"
                    + " of 1 to 64 of A-Z a-z 0-9 -, had others");
        }
        return certificate;
    }

    /**
     * Says whether it counts.
     *
     * @param authority  public key of the enrolment authority
     * @param federation federation that it must be for
     * @param client     client that it must be for
     * @param nowMs      the time
     * @return whether the authority signed it for them, and it is not over
     */
    public boolean isGood(VerifyingKey authority, String federation, String client, long nowMs) {
        return this.federation.equals(federation)
                && clientId.equals(client)
                && nowMs < expiresAtMs
                && authority.verifies(
                        fields(federation, serial, clientId, publicKey, expiresAtMs)
                                .toBytes(),
                        signature);
    }

    /**
     * Writes the certificate.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return fields(federation, serial, clientId, publicKey, expiresAtMs)
                .bytes(signature)
                .toBytes();
    }

    private static CanonicalBytes fields(
            String federation, String serial, String clientId, VerifyingKey publicKey, long expiresAtMs) {
        return CanonicalBytes.of(LABEL)
                .text(federation)
                .text(serial)
                .text(clientId)
                .bytes(publicKey.toBytes())
                .number(expiresAtMs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientCertificate that && Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }
}
