/** Checks that what README and docs say is so. */
package dev.tributary.docs;
