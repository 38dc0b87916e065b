/**
 * What an operator sees of a running mask helper: its decisions as metrics. Depends on topology's events and Micrometer.
 * Few files: the server is that of all processes.
 */
package dev.tributary.maskhelper.operations;
