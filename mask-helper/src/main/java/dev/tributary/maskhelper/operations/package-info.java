/**
 * A running mask helper as an operator sees it: its decisions as metrics. Depends on topology's events and Micrometer.
 * Few files: the server is that of all processes.
 */
package dev.tributary.maskhelper.operations;
