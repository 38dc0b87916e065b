/** Report of a leak test: a table for the terminal, JSON for programs, a page with pictures for people. */
package dev.tributary.leaktest.report;
