/** The commands {@code tributary topics}: plan, apply, check, access rules. */
package dev.tributary.operator.topics;
