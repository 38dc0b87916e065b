/**
 * Experiments that show the effect of strategies, encodings and round modes, and their tables, JSON and pictures. Depends
 * on the simulation.
 */
package dev.tributary.demo.comparison;
