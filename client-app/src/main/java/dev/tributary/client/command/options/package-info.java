/** Options that several commands of the client share, each group turned into the settings that it means. */
package dev.tributary.client.command.options;
