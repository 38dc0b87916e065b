#!/bin/sh
# Access control lists of the federation digits, as printed by: tributary topics acls --format kafka
# Run it where Kafka's tools are on the PATH, with BOOTSTRAP_SERVER=host:port and, if the cluster wants
# credentials, CLIENT_PROPERTIES=client.properties.
set -eu
connect="--bootstrap-server ${BOOTSTRAP_SERVER:?must be host:port of a broker}"
connect="$connect --command-config ${CLIENT_PROPERTIES:-/dev/null}"

# Operator: creates and checks topics, publishes version 0.
kafka-acls.sh $connect --add --allow-principal User:olga \
  --operation Create --operation Describe --operation DescribeConfigs --operation AlterConfigs \
  --resource-pattern-type prefixed --topic fl.digits.
kafka-acls.sh $connect --add --allow-principal User:olga \
  --operation Read --operation Write \
  --resource-pattern-type literal --topic fl.digits.model
kafka-acls.sh $connect --add --allow-principal User:olga \
  --operation Read --operation Write \
  --resource-pattern-type literal --topic fl.digits.rounds
kafka-acls.sh $connect --add --allow-principal User:olga \
  --operation Write \
  --resource-pattern-type literal --topic fl.digits.control
kafka-acls.sh $connect --add --allow-principal User:olga \
  --operation Read \
  --resource-pattern-type literal --topic fl.digits.rejections
kafka-acls.sh $connect --add --allow-principal User:olga \
  --operation Write --operation Describe \
  --resource-pattern-type literal --transactional-id fl.digits.publisher

# Aggregator: runs the aggregator.
kafka-acls.sh $connect --add --allow-principal User:CN=aggregator \
  --operation Read --operation Describe --operation DescribeConfigs \
  --resource-pattern-type literal --topic fl.digits.updates
kafka-acls.sh $connect --add --allow-principal User:CN=aggregator \
  --operation Read --operation Write --operation Describe --operation DescribeConfigs \
  --resource-pattern-type literal --topic fl.digits.partials
kafka-acls.sh $connect --add --allow-principal User:CN=aggregator \
  --operation Read --operation Write --operation Describe --operation DescribeConfigs \
  --resource-pattern-type literal --topic fl.digits.rounds
kafka-acls.sh $connect --add --allow-principal User:CN=aggregator \
  --operation Read --operation Write --operation Describe --operation DescribeConfigs \
  --resource-pattern-type literal --topic fl.digits.model
kafka-acls.sh $connect --add --allow-principal User:CN=aggregator \
  --operation Write --operation Describe --operation DescribeConfigs \
  --resource-pattern-type literal --topic fl.digits.rejections
kafka-acls.sh $connect --add --allow-principal User:CN=aggregator \
  --operation Read --operation Describe --operation DescribeConfigs \
  --resource-pattern-type literal --topic fl.digits.evaluations
kafka-acls.sh $connect --add --allow-principal User:CN=aggregator \
  --operation Read --operation Write --operation Describe --operation DescribeConfigs \
  --resource-pattern-type literal --topic fl.digits.control
kafka-acls.sh $connect --add --allow-principal User:CN=aggregator \
  --operation Read --operation Write --operation Describe --operation DescribeConfigs \
  --resource-pattern-type prefixed --topic fl.digits.aggregator-
kafka-acls.sh $connect --add --allow-principal User:CN=aggregator \
  --operation Read --operation Describe \
  --resource-pattern-type literal --group fl.digits.aggregator
kafka-acls.sh $connect --add --allow-principal User:CN=aggregator \
  --operation Write --operation Describe \
  --resource-pattern-type prefixed --transactional-id fl.digits.aggregator-

# Client: sends updates and reads models.
kafka-acls.sh $connect --add --allow-principal User:alice --allow-principal User:bob \
  --operation Write --operation Describe \
  --resource-pattern-type literal --topic fl.digits.updates
kafka-acls.sh $connect --add --allow-principal User:alice --allow-principal User:bob \
  --operation Write --operation Describe \
  --resource-pattern-type literal --topic fl.digits.evaluations
kafka-acls.sh $connect --add --allow-principal User:alice --allow-principal User:bob \
  --operation Read --operation Describe \
  --resource-pattern-type literal --topic fl.digits.model

# Observer: looks at rounds, rejections and models.
kafka-acls.sh $connect --add --allow-principal User:otto \
  --operation Read --operation Describe \
  --resource-pattern-type literal --topic fl.digits.rounds
kafka-acls.sh $connect --add --allow-principal User:otto \
  --operation Read --operation Describe \
  --resource-pattern-type literal --topic fl.digits.rejections
kafka-acls.sh $connect --add --allow-principal User:otto \
  --operation Read --operation Describe \
  --resource-pattern-type literal --topic fl.digits.model
kafka-acls.sh $connect --add --allow-principal User:otto \
  --operation Read --operation Describe \
  --resource-pattern-type prefixed --group fl.digits.observer
