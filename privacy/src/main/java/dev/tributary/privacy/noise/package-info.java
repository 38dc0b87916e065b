/**
 * Exact integer noise: a discrete Gaussian drawn from a deterministic stream of bits, by integers alone. A double's low
 * bits would give a noised number away (Mironov 2012, "On Significance of the Least Significant Bits For Differential
 * Privacy").
 *
 * <p>The same key gives the same noise: a release that is answered again after a crash must carry the same bytes, since
 * fresh noise over the same sum would be a second release. So how bits are taken from the stream may not change; golden
 * values in the tests hold it.
 */
package dev.tributary.privacy.noise;
