/** The mask helper as a process: its configuration, its keys' files, its life. Sees topology. */
package dev.tributary.maskhelper.application;
