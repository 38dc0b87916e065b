/** {@code tributary leak-test}: options, exit codes, where results go. */
package dev.tributary.leaktest.command;
