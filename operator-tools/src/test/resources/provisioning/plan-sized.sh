#!/bin/sh
# Topics of the federation digits, as planned by: tributary topics plan --format kafka
# Run it where Kafka's tools are on the PATH, with BOOTSTRAP_SERVER=host:port and, if the cluster wants
# credentials, CLIENT_PROPERTIES=client.properties.
set -eu
connect="--bootstrap-server ${BOOTSTRAP_SERVER:?must be host:port of a broker}"
connect="$connect --command-config ${CLIENT_PROPERTIES:-/dev/null}"

# Creates what is missing; leaves the others alone.
kafka-topics.sh $connect --create --if-not-exists --topic fl.digits.updates \
  --partitions 4 \
  --replication-factor 3 \
  --config cleanup.policy=delete \
  --config compression.type=uncompressed \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config min.insync.replicas=2 \
  --config retention.bytes=-1 \
  --config retention.ms=604800000 \
  --config segment.ms=86400000
kafka-topics.sh $connect --create --if-not-exists --topic fl.digits.partials \
  --partitions 1 \
  --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config min.insync.replicas=2 \
  --config retention.bytes=-1 \
  --config retention.ms=604800000 \
  --config segment.ms=86400000
kafka-topics.sh $connect --create --if-not-exists --topic fl.digits.rounds \
  --partitions 1 \
  --replication-factor 3 \
  --config cleanup.policy=compact \
  --config max.message.bytes=1048588 \
  --config min.insync.replicas=2
kafka-topics.sh $connect --create --if-not-exists --topic fl.digits.model \
  --partitions 1 \
  --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=3600000 \
  --config max.message.bytes=1048588 \
  --config min.cleanable.dirty.ratio=0.1 \
  --config min.insync.replicas=2 \
  --config segment.bytes=16777216
kafka-topics.sh $connect --create --if-not-exists --topic fl.digits.rejections \
  --partitions 1 \
  --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config min.insync.replicas=2 \
  --config retention.bytes=1073741824 \
  --config retention.ms=2592000000 \
  --config segment.bytes=67108864 \
  --config segment.ms=86400000
kafka-topics.sh $connect --create --if-not-exists --topic fl.digits.evaluations \
  --partitions 1 \
  --replication-factor 3 \
  --config cleanup.policy=delete \
  --config compression.type=uncompressed \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config min.insync.replicas=2 \
  --config retention.bytes=-1 \
  --config retention.ms=604800000 \
  --config segment.bytes=67108864 \
  --config segment.ms=86400000
kafka-topics.sh $connect --create --if-not-exists --topic fl.digits.control \
  --partitions 1 \
  --replication-factor 3 \
  --config cleanup.policy=delete \
  --config max.message.bytes=1048588 \
  --config message.timestamp.type=LogAppendTime \
  --config min.insync.replicas=2 \
  --config retention.bytes=-1 \
  --config retention.ms=2592000000 \
  --config segment.ms=86400000
kafka-topics.sh $connect --create --if-not-exists --topic fl.digits.aggregator-admission-changelog \
  --partitions 4 \
  --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=3600000 \
  --config max.message.bytes=1048588 \
  --config min.insync.replicas=2 \
  --config segment.bytes=67108864
kafka-topics.sh $connect --create --if-not-exists --topic fl.digits.aggregator-round-changelog \
  --partitions 1 \
  --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=3600000 \
  --config max.message.bytes=1048588 \
  --config min.insync.replicas=2 \
  --config segment.bytes=67108864
kafka-topics.sh $connect --create --if-not-exists --topic fl.digits.aggregator-evaluation-reports-changelog \
  --partitions 1 \
  --replication-factor 3 \
  --config cleanup.policy=compact \
  --config delete.retention.ms=3600000 \
  --config max.message.bytes=1048588 \
  --config min.insync.replicas=2 \
  --config segment.bytes=67108864
kafka-topics.sh $connect --create --if-not-exists --topic fl.digits.aggregator-evaluation-windows-changelog \
  --partitions 1 \
  --replication-factor 3 \
  --config cleanup.policy=compact,delete \
  --config delete.retention.ms=3600000 \
  --config max.message.bytes=1048588 \
  --config min.insync.replicas=2 \
  --config retention.bytes=-1 \
  --config retention.ms=87000000 \
  --config segment.bytes=67108864 \
  --config segment.ms=86400000

# With the argument --alter: sets the settings of topics that were there before too.
if [ "${1:-}" = --alter ]; then
  kafka-configs.sh $connect --alter --entity-type topics --entity-name fl.digits.updates \
    --add-config cleanup.policy=delete,compression.type=uncompressed,max.message.bytes=1048588,message.timestamp.type=LogAppendTime,min.insync.replicas=2,retention.bytes=-1,retention.ms=604800000,segment.ms=86400000
  kafka-configs.sh $connect --alter --entity-type topics --entity-name fl.digits.partials \
    --add-config cleanup.policy=delete,max.message.bytes=1048588,min.insync.replicas=2,retention.bytes=-1,retention.ms=604800000,segment.ms=86400000
  kafka-configs.sh $connect --alter --entity-type topics --entity-name fl.digits.rounds \
    --add-config cleanup.policy=compact,max.message.bytes=1048588,min.insync.replicas=2
  kafka-configs.sh $connect --alter --entity-type topics --entity-name fl.digits.model \
    --add-config cleanup.policy=compact,delete.retention.ms=3600000,max.message.bytes=1048588,min.cleanable.dirty.ratio=0.1,min.insync.replicas=2,segment.bytes=16777216
  kafka-configs.sh $connect --alter --entity-type topics --entity-name fl.digits.rejections \
    --add-config cleanup.policy=delete,max.message.bytes=1048588,min.insync.replicas=2,retention.bytes=1073741824,retention.ms=2592000000,segment.bytes=67108864,segment.ms=86400000
  kafka-configs.sh $connect --alter --entity-type topics --entity-name fl.digits.evaluations \
    --add-config cleanup.policy=delete,compression.type=uncompressed,max.message.bytes=1048588,message.timestamp.type=LogAppendTime,min.insync.replicas=2,retention.bytes=-1,retention.ms=604800000,segment.bytes=67108864,segment.ms=86400000
  kafka-configs.sh $connect --alter --entity-type topics --entity-name fl.digits.control \
    --add-config cleanup.policy=delete,max.message.bytes=1048588,message.timestamp.type=LogAppendTime,min.insync.replicas=2,retention.bytes=-1,retention.ms=2592000000,segment.ms=86400000
  kafka-configs.sh $connect --alter --entity-type topics --entity-name fl.digits.aggregator-admission-changelog \
    --add-config cleanup.policy=compact,delete.retention.ms=3600000,max.message.bytes=1048588,min.insync.replicas=2,segment.bytes=67108864
  kafka-configs.sh $connect --alter --entity-type topics --entity-name fl.digits.aggregator-round-changelog \
    --add-config cleanup.policy=compact,delete.retention.ms=3600000,max.message.bytes=1048588,min.insync.replicas=2,segment.bytes=67108864
  kafka-configs.sh $connect --alter --entity-type topics --entity-name fl.digits.aggregator-evaluation-reports-changelog \
    --add-config cleanup.policy=compact,delete.retention.ms=3600000,max.message.bytes=1048588,min.insync.replicas=2,segment.bytes=67108864
  kafka-configs.sh $connect --alter --entity-type topics --entity-name fl.digits.aggregator-evaluation-windows-changelog \
    --add-config cleanup.policy='[compact,delete]',delete.retention.ms=3600000,max.message.bytes=1048588,min.insync.replicas=2,retention.bytes=-1,retention.ms=87000000,segment.bytes=67108864,segment.ms=86400000
fi
