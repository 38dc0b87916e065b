package dev.tributary.e2e;

import dev.tributary.e2e.harness.OnKafkaContainer;

/** Exact sums as in {@link ExactSumIT}, against the public Kafka image. */
@OnKafkaContainer
class ExactSumOnKafkaContainerIT extends ExactSumIT {}
