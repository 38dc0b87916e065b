/** How a closed round becomes a model version: its records on the topics model and rounds, with its provenance. */
package dev.tributary.aggregator.publication;
