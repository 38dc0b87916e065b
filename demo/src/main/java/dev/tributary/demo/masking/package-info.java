/**
 * How updates of a demonstration are protected: in the clear, or under masks with a mask helper in a process of its own and
 * keys that last as long as it does. Depends on neither the rounds nor the report.
 */
package dev.tributary.demo.masking;
