/** Makes the keys of masked federations, enrols clients and revokes them. Depends on masking's keys. */
package dev.tributary.operator.keys;
