/**
 * A planned federation beside the real cluster: differences, refusals, and the steps that create or mend topics. Depends on
 * provisioning, footprint and schemas.
 */
package dev.tributary.federation.comparison;
