/** What holds for the code of all modules, and for what the build makes of it. */
package dev.tributary.build;
