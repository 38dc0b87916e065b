"""What travels: records in Avro's single-object encoding, checksums, and payloads in chunks. No Kafka here."""
