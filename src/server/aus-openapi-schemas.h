#pragma once

#include "aus-openapi-values.h"
#include "aus-shape.h"

G_BEGIN_DECLS

/**
 * AusSchemas:
 *
 * The schemas of a description. Whatever is referred to is written in the end, once.
 */
typedef struct _AusSchemas AusSchemas;

AusSchemas *aus_schemas_new         (void);
void        aus_schemas_free        (AusSchemas     *self);

/* Adds a reference to a record, as an object called @name. */
void        aus_schemas_add_record  (AusSchemas     *self,
                                     AusJsonWriter  *out,
                                     const char     *name,
                                     GType           record,
                                     AusSchemaUse    use);
/* The same to a shape. */
void        aus_schemas_add_shape   (AusSchemas     *self,
                                     AusJsonWriter  *out,
                                     const char     *name,
                                     const AusShape *shape,
                                     AusSchemaUse    use);
/* Writes all that was referred to, as members of an object that the caller has begun. */
void        aus_schemas_write       (AusSchemas     *self,
                                     AusJsonWriter  *out);
/* Writes the schema of an object that may have some of the fields of a record, separated by spaces, and no other. */
void        aus_schemas_write_some  (AusJsonWriter  *out,
                                     const char     *name,
                                     GType           record,
                                     const char     *fields);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusSchemas, aus_schemas_free)

G_END_DECLS
