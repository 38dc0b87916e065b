/** Tests of the whole: real broker, real processes, real records on the wire. */
package dev.tributary.e2e;
