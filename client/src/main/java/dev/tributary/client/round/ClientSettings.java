package dev.tributary.client.round;

import dev.tributary.client.link.Backoff;
import dev.tributary.client.link.ClientKafkaConfig;
import dev.tributary.client.link.ClientTimeouts;
import dev.tributary.client.masking.MaskedMembership;
import dev.tributary.client.training.LocalEvaluator;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.update.ClientId;
import dev.tributary.client.update.DeltaWriter;
import dev.tributary.schemas.topic.FederationTopics;
import java.time.Clock;
import java.util.Optional;

/**
 * All that a client was built with.
 *
 * @param topics          names of the federation's topics
 * @param clientId        the client's pseudonym
 * @param kafka           how to reach Kafka
 * @param trainer         local training
 * @param evaluator       measures each version on local test data, if there is one
 * @param participation   how long and how eagerly
 * @param deltas          how deltas are written in the clear
 * @param masking         the client's place in a masked federation; empty for one in the clear
 * @param listener        who hears of progress
 * @param timeouts        bounds of waiting for the cluster
 * @param backoff         pauses between attempts
 * @param isStoppedOnShutdown whether the end of the process closes the client
 * @param clock           times training
 */
record ClientSettings(
        FederationTopics topics,
        ClientId clientId,
        ClientKafkaConfig kafka,
        LocalTrainer trainer,
        Optional<LocalEvaluator> evaluator,
        Participation participation,
        DeltaWriter deltas,
        Optional<MaskedMembership> masking,
        ClientListener listener,
        ClientTimeouts timeouts,
        Backoff backoff,
        boolean isStoppedOnShutdown,
        Clock clock) {}
