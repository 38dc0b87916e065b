package dev.tributary.demo.federation;

import dev.tributary.client.data.partition.PartitionScheme;
import dev.tributary.client.dl4j.BuiltInArchitecture;
import dev.tributary.federation.settings.Masking;
import dev.tributary.schemas.avro.PayloadEncoding;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Task of a demonstration.
 *
 * @param architecture the model
 * @param clients      clients that train, 1 to 200
 * @param versions     versions to publish, 1 to 1,000
 * @param data         directory of IDX files, or empty for generated digits
 * @param partition    how the data is dealt out, as written on the command line
 * @param scheme       the same, understood
 * @param localEpochs  passes over a client's data for each update
 * @param batchSize    examples in each step
 * @param learningRate step length of local training
 * @param masking      whether updates travel under masks
 * @param encoding     how clients write their updates without masks
 * @param seed         seed of data, partition and initial parameters
 * @param out          directory for model and report, or empty for none
 */
public record DemoSettings(
        BuiltInArchitecture architecture,
        int clients,
        int versions,
        Optional<Path> data,
        String partition,
        PartitionScheme scheme,
        int localEpochs,
        int batchSize,
        double learningRate,
        Masking masking,
        PayloadEncoding encoding,
        long seed,
        Optional<Path> out) {}
