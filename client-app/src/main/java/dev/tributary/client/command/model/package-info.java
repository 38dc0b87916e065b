/** The commands of the model's life: {@code tributary model init, list, show, export, publish, rollback, diff}. */
package dev.tributary.client.command.model;
