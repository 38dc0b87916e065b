/** The operator's command line. */
package dev.tributary.operator.command;
