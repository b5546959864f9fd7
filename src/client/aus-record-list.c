#include "aus-record-list.h"

#include <string.h>

struct _AusRecordList
{
  GObject         parent_instance;

  GType           item_type;
  AusRecordKey    make_key;
  gboolean        loaded;

  GSequence      *items;
  /* From the id to the place; the records own the ids. */
  GHashTable     *places;
};

/* A record with its key, which is made once: collation is slow. */
typedef struct
{
  AusRecord *record;
  char      *key;
} Item;

static GType
aus_record_list_get_item_type (GListModel *model)
{
  return AUS_RECORD_LIST (model)->item_type;
}

static guint
aus_record_list_get_n_items (GListModel *model)
{
  return (guint) g_sequence_get_length (AUS_RECORD_LIST (model)->items);
}

static gpointer
aus_record_list_get_item (GListModel *model,
                          guint       position)
{
  AusRecordList *self = AUS_RECORD_LIST (model);
  const Item *item;

  if (position >= (guint) g_sequence_get_length (self->items))
    return NULL;

  item = g_sequence_get (g_sequence_get_iter_at_pos (self->items, (int) position));

  return g_object_ref (item->record);
}

static void
aus_record_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = aus_record_list_get_item_type;
  iface->get_n_items = aus_record_list_get_n_items;
  iface->get_item = aus_record_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AusRecordList, aus_record_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, aus_record_list_model_init))

enum
{
  PROP_LOADED = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static Item *
item_new (AusRecordList *self,
          AusRecord     *record)
{
  Item *item = g_new (Item, 1);

  item->record = g_object_ref (record);
  item->key = self->make_key (record);

  return item;
}

static void
item_free (gpointer data)
{
  Item *item = data;

  g_object_unref (item->record);
  g_free (item->key);
  g_free (item);
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  const Item *x = a, *y = b;
  int order = strcmp (x->key, y->key);

  return order != 0 ? order : strcmp (aus_record_get_id (x->record), aus_record_get_id (y->record));
}

static int
compare_pointers (gconstpointer a,
                  gconstpointer b)
{
  return compare (*(gconstpointer *) a, *(gconstpointer *) b, NULL);
}

static const char *
get_id (GSequenceIter *place)
{
  return aus_record_get_id (((Item *) g_sequence_get (place))->record);
}

static void
set_loaded (AusRecordList *self,
            gboolean       loaded)
{
  if (self->loaded == loaded)
    return;

  self->loaded = loaded;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADED]);
}

static void
take_out (AusRecordList *self,
          GSequenceIter *place)
{
  guint position = (guint) g_sequence_iter_get_position (place);

  g_hash_table_remove (self->places, get_id (place));
  g_sequence_remove (place);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/* Puts in @items, which are new and in order, and tells of each unbroken run at once. */
static void
put_in (AusRecordList *self,
        GPtrArray     *items)
{
  guint start = 0, length = 0;

  for (guint i = 0; i < items->len; i++) {
    Item *item = g_ptr_array_index (items, i);
    GSequenceIter *next = g_sequence_search (self->items, item, compare, NULL);
    guint position = (guint) g_sequence_iter_get_position (next);
    GSequenceIter *place;

    if (length > 0 && position != start + length) {
      g_list_model_items_changed (G_LIST_MODEL (self), start, 0, length);
      length = 0;
    }

    start = length == 0 ? position : start;
    length++;
    place = g_sequence_insert_before (next, item);
    g_hash_table_insert (self->places, (gpointer) get_id (place), place);
  }

  if (length > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, 0, length);
}

/* A record that belongs elsewhere now leaves and comes anew, as the same object. */
static void
update (AusRecordList *self,
        GSequenceIter *place,
        AusRecord     *newer)
{
  Item *item = g_sequence_get (place);
  Item *moved;
  g_autoptr (GPtrArray) items = NULL;

  if (item->record == newer)
    return;

  aus_record_assign (item->record, newer);
  moved = item_new (self, item->record);

  if (strcmp (moved->key, item->key) == 0) {
    item_free (moved);
    return;
  }

  items = g_ptr_array_new ();
  g_ptr_array_add (items, moved);
  take_out (self, place);
  put_in (self, items);
}

static void
aus_record_list_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_LOADED:
      g_value_set_boolean (value, AUS_RECORD_LIST (object)->loaded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_record_list_finalize (GObject *object)
{
  AusRecordList *self = AUS_RECORD_LIST (object);

  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->items, g_sequence_free);

  G_OBJECT_CLASS (aus_record_list_parent_class)->finalize (object);
}

static void
aus_record_list_class_init (AusRecordListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_record_list_get_property;
  object_class->finalize = aus_record_list_finalize;

  props[PROP_LOADED] =
    g_param_spec_boolean ("loaded", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
aus_record_list_init (AusRecordList *self)
{
  self->items = g_sequence_new (item_free);
  self->places = g_hash_table_new (g_str_hash, g_str_equal);
}

AusRecordList *
aus_record_list_new (GType          item_type,
                     AusRecordKey   make_key)
{
  AusRecordList *self = g_object_new (AUS_TYPE_RECORD_LIST, NULL);

  self->item_type = item_type;
  self->make_key = make_key;

  return self;
}

gpointer
aus_record_list_find (AusRecordList *self,
                      const char    *id)
{
  GSequenceIter *place = g_hash_table_lookup (self->places, id);

  return place ? ((Item *) g_sequence_get (place))->record : NULL;
}

gboolean
aus_record_list_get_loaded (AusRecordList *self)
{
  return self->loaded;
}

void
aus_record_list_merge (AusRecordList *self,
                       GPtrArray     *records)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < records->len; i++) {
    AusRecord *record = g_ptr_array_index (records, i);
    GSequenceIter *place = g_hash_table_lookup (self->places, aus_record_get_id (record));

    if (place != NULL)
      update (self, place, record);
    else if (g_hash_table_add (seen, (gpointer) aus_record_get_id (record)))
      g_ptr_array_add (added, item_new (self, record));
  }

  g_ptr_array_sort (added, compare_pointers);
  put_in (self, added);
  set_loaded (self, TRUE);
}

void
aus_record_list_replace (AusRecordList *self,
                         GPtrArray     *records)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);
  GSequenceIter *place = g_sequence_get_begin_iter (self->items);

  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (kept, (gpointer) aus_record_get_id (g_ptr_array_index (records, i)));

  while (!g_sequence_iter_is_end (place)) {
    GSequenceIter *next = g_sequence_iter_next (place);

    if (!g_hash_table_contains (kept, get_id (place)))
      take_out (self, place);

    place = next;
  }

  aus_record_list_merge (self, records);
}

void
aus_record_list_remove (AusRecordList *self,
                        const char    *id)
{
  GSequenceIter *place = g_hash_table_lookup (self->places, id);

  if (place != NULL)
    take_out (self, place);
}

void
aus_record_list_clear (AusRecordList *self)
{
  guint length = (guint) g_sequence_get_length (self->items);

  g_hash_table_remove_all (self->places);
  g_sequence_remove_range (g_sequence_get_begin_iter (self->items),
                           g_sequence_get_end_iter (self->items));

  if (length > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, length, 0);

  set_loaded (self, FALSE);
}
