/** The whole graph on one screen, with the names of its nodes and stores. Sees all packages; none sees it. */
package dev.tributary.aggregator.topology;
