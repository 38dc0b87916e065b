/** Where each tensor of a model lies in the flat vector of its parameters. Depends on nothing. */
package dev.tributary.schemas.layout;
