/**
 * The client's command line: {@code tributary client} and {@code client personalise}. Turns words into a data set, a
 * trainer and a client, and failures into one line and an exit code. Depends on all other packages of the client.
 */
package dev.tributary.client.command;
