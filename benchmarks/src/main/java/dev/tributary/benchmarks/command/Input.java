package dev.tributary.benchmarks.command;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Checks of a user's options. */
final class Input {

    private Input() {}

    static int within(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new FederationException(option + " must be " + least + " to " + most + ", was " + value);
        }
        return Math.toIntExact(value);
    }

    static int parameters(long value) {
        return within("--parameters", value, 1, ParameterLayout.MAX_PARAMETERS);
    }

    /** Finds an encoding by its name in lower case. */
    static PayloadEncoding encoding(String name) {
        List<PayloadEncoding> known = Arrays.stream(PayloadEncoding.values())
                .filter(encoding -> PayloadCodecs.of(encoding).isPresent())
                .toList();
        return known.stream()
                .filter(encoding -> shown(encoding).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new FederationException("--encoding must be one of "
                        + known.stream().map(Input::shown).toList() + ", was " + name));
    }

    private static String shown(PayloadEncoding encoding) {
        return encoding.name().toLowerCase(Locale.ROOT);
    }
}
