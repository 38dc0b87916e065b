package dev.tributary.maskhelper.topology;

import dev.tributary.maskhelper.epoch.EpochKeys;
import dev.tributary.maskhelper.epoch.ReleasePromise;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.masking.mask.Secret;

/**
 * The keys of a mask helper.
 *
 * @param root      signs announcements and answers; its public half is pinned by clients and aggregator
 * @param noise     keys the noise, 32 bytes
 * @param authority public key of the enrolment authority
 * @param epochs    the epoch keys
 * @param promise   the promise before the last answer
 */
public record HelperKeys(
        SigningKey root, Secret noise, VerifyingKey authority, EpochKeys epochs, ReleasePromise promise) {}
