package dev.tributary.e2e;

import dev.tributary.e2e.harness.OnKafkaContainer;

/** Rejections as in {@link RejectionsIT}, against the public Kafka image. */
@OnKafkaContainer
class RejectionsOnKafkaContainerIT extends RejectionsIT {}
