/**
 * People who type, drawn from a seed, with everything known about them: who they are, what they typed, what their secret is.
 * Depends on nothing but random numbers.
 */
package dev.tributary.leaktest.users;
