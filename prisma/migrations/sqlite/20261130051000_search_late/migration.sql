-- Accounts that the index of three characters does not know yet, 255 at most: 256 that it takes in at once cost it half of what one by one does.
-- A search looks at each of them.
CREATE TABLE "derived_account_search_late" (
    "seq" INTEGER PRIMARY KEY,
    "id" INTEGER NOT NULL UNIQUE
);

CREATE TRIGGER "derived_account_search_taken_in" AFTER INSERT ON "derived_account_search_late" WHEN NEW."seq" > 255 BEGIN
    INSERT INTO "derived_account_search" ("rowid", "username", "email", "phone", "display_name")
        SELECT a."id", a."username" || '@', a."email", a."phone", a."display_name"
        FROM "derived_account_search_late" l JOIN "accounts" a ON a."id" = l."id" ORDER BY a."id";
    DELETE FROM "derived_account_search_late";
END;

DROP TRIGGER "derived_account_search_insert";
CREATE TRIGGER "derived_account_search_insert" AFTER INSERT ON "accounts" BEGIN
    INSERT INTO "derived_account_search_late" ("id") VALUES (NEW."id");
END;

-- What the index does not know it cannot forget.
DROP TRIGGER "derived_account_search_delete";
CREATE TRIGGER "derived_account_search_delete" AFTER DELETE ON "accounts" BEGIN
    INSERT INTO "derived_account_search" ("derived_account_search", "rowid", "username", "email", "phone", "display_name")
        SELECT 'delete', OLD."id", OLD."username" || '@', OLD."email", OLD."phone", OLD."display_name"
        WHERE NOT EXISTS (SELECT 1 FROM "derived_account_search_late" WHERE "id" = OLD."id");
    DELETE FROM "derived_account_search_late" WHERE "id" = OLD."id";
END;

DROP TRIGGER "derived_account_search_update";
CREATE TRIGGER "derived_account_search_update" AFTER UPDATE OF "username", "email", "phone", "display_name" ON "accounts"
WHEN (OLD."username", OLD."email", OLD."phone", OLD."display_name") IS NOT (NEW."username", NEW."email", NEW."phone", NEW."display_name")
BEGIN
    INSERT INTO "derived_account_search" ("derived_account_search", "rowid", "username", "email", "phone", "display_name")
        SELECT 'delete', OLD."id", OLD."username" || '@', OLD."email", OLD."phone", OLD."display_name"
        WHERE NOT EXISTS (SELECT 1 FROM "derived_account_search_late" WHERE "id" = OLD."id");
    INSERT INTO "derived_account_search_late" ("id") SELECT NEW."id"
        WHERE NOT EXISTS (SELECT 1 FROM "derived_account_search_late" WHERE "id" = NEW."id");
END;
