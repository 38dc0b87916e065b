package dev.tributary.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregation.registry.Strategies;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.PayloadCodecs;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsTest {

    static Stream<String> names() {
        return Kernels.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldRunAgainAndAgain(String name) throws Exception {
        Kernel kernel = Kernels.all().get(name).apply(1000);
        assertThat(kernel.run()).isNotNull();
        assertThat(kernel.run()).isNotNull();
    }

    @Test
    void shouldHoldEveryCodecAndStrategy() {
        List<String> codecs = Stream.of(PayloadEncoding.values())
                .filter(encoding -> PayloadCodecs.of(encoding).isPresent())
                .map(encoding -> "codec-decode-add-" + encoding)
                .toList();
        List<String> strategies = Strategies.STANDARD.names().stream()
                .map(name -> "strategy-" + name)
                .toList();
        assertThat(Kernels.all().keySet()).containsAll(codecs).containsAll(strategies);
    }
}
