package dev.tributary.demo.comparison;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where results go.
 *
 * @param table   Markdown page with a place for the tables, or empty
 * @param json    file for all runs, or empty
 * @param picture SVG file for accuracy over time, or empty
 * @param screen  the tables, and a line for each run
 */
public record Outputs(Optional<Path> table, Optional<Path> json, Optional<Path> picture, PrintStream screen) {}
