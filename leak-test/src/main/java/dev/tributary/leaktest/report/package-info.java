/** What a leak test tells: a table for the terminal, JSON for programs, a page with pictures for people. */
package dev.tributary.leaktest.report;
