/** The command line of the mask helper's process. Depends on application and the options that all processes share. */
package dev.tributary.maskhelper.command;
