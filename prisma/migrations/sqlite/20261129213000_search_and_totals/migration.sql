-- Tables whose names begin with derived_ hold nothing that is not in others: triggers write them, in the transaction of what they follow.

-- How many accounts there are: in each domain and in all ('', which is no domain), in each block of 4096 ids, with each of the states that a list is asked for.
-- The expression of `state` is the one of src/db/accountExpressions.ts.
CREATE TABLE "derived_account_counts" (
    "domain" TEXT NOT NULL,
    "block" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,

    PRIMARY KEY ("domain", "block", "state")
) WITHOUT ROWID;

CREATE INDEX "accounts_state_idx" ON "accounts" (
    ((CASE WHEN "blocked" THEN "activated_before_block" ELSE "activated" END) + "blocked" * 2 + ("deactivated_at" IS NOT NULL) * 4 + "admin" * 8 + ("email" IS NOT NULL) * 16 + ("phone" IS NOT NULL) * 32)
);
CREATE INDEX "accounts_domain_state_idx" ON "accounts" (
    "domain",
    ((CASE WHEN "blocked" THEN "activated_before_block" ELSE "activated" END) + "blocked" * 2 + ("deactivated_at" IS NOT NULL) * 4 + "admin" * 8 + ("email" IS NOT NULL) * 16 + ("phone" IS NOT NULL) * 32)
);

CREATE TRIGGER "derived_account_counts_insert" AFTER INSERT ON "accounts" BEGIN
    INSERT INTO "derived_account_counts" ("domain", "block", "state", "n")
        SELECT "domain", "block", "state", 1 FROM (
            SELECT NEW."id" >> 12 AS "block",
                (CASE WHEN NEW."blocked" THEN NEW."activated_before_block" ELSE NEW."activated" END) + NEW."blocked" * 2 + (NEW."deactivated_at" IS NOT NULL) * 4 + NEW."admin" * 8 + (NEW."email" IS NOT NULL) * 16 + (NEW."phone" IS NOT NULL) * 32 AS "state"
        ), (SELECT '' AS "domain" UNION ALL SELECT NEW."domain") WHERE true
        ON CONFLICT DO UPDATE SET "n" = "n" + 1;
END;

CREATE TRIGGER "derived_account_counts_delete" AFTER DELETE ON "accounts" BEGIN
    UPDATE "derived_account_counts" SET "n" = "n" - 1
        WHERE "domain" IN ('', OLD."domain") AND "block" = OLD."id" >> 12
            AND "state" = (CASE WHEN OLD."blocked" THEN OLD."activated_before_block" ELSE OLD."activated" END) + OLD."blocked" * 2 + (OLD."deactivated_at" IS NOT NULL) * 4 + OLD."admin" * 8 + (OLD."email" IS NOT NULL) * 16 + (OLD."phone" IS NOT NULL) * 32;
END;

CREATE TRIGGER "derived_account_counts_update" AFTER UPDATE OF "domain", "activated", "blocked", "activated_before_block", "deactivated_at", "admin", "email", "phone" ON "accounts"
WHEN (OLD."domain", OLD."activated", OLD."blocked", OLD."activated_before_block", OLD."deactivated_at" IS NULL, OLD."admin", OLD."email" IS NULL, OLD."phone" IS NULL)
    IS NOT (NEW."domain", NEW."activated", NEW."blocked", NEW."activated_before_block", NEW."deactivated_at" IS NULL, NEW."admin", NEW."email" IS NULL, NEW."phone" IS NULL)
BEGIN
    UPDATE "derived_account_counts" SET "n" = "n" - 1
        WHERE "domain" IN ('', OLD."domain") AND "block" = OLD."id" >> 12
            AND "state" = (CASE WHEN OLD."blocked" THEN OLD."activated_before_block" ELSE OLD."activated" END) + OLD."blocked" * 2 + (OLD."deactivated_at" IS NOT NULL) * 4 + OLD."admin" * 8 + (OLD."email" IS NOT NULL) * 16 + (OLD."phone" IS NOT NULL) * 32;
    INSERT INTO "derived_account_counts" ("domain", "block", "state", "n")
        SELECT "domain", "block", "state", 1 FROM (
            SELECT NEW."id" >> 12 AS "block",
                (CASE WHEN NEW."blocked" THEN NEW."activated_before_block" ELSE NEW."activated" END) + NEW."blocked" * 2 + (NEW."deactivated_at" IS NOT NULL) * 4 + NEW."admin" * 8 + (NEW."email" IS NOT NULL) * 16 + (NEW."phone" IS NOT NULL) * 32 AS "state"
        ), (SELECT '' AS "domain" UNION ALL SELECT NEW."domain") WHERE true
        ON CONFLICT DO UPDATE SET "n" = "n" + 1;
END;

INSERT INTO "derived_account_counts" ("domain", "block", "state", "n")
    SELECT "domain", "id" >> 12,
        (CASE WHEN "blocked" THEN "activated_before_block" ELSE "activated" END) + "blocked" * 2 + ("deactivated_at" IS NOT NULL) * 4 + "admin" * 8 + ("email" IS NOT NULL) * 16 + ("phone" IS NOT NULL) * 32, count(*)
    FROM "accounts" GROUP BY 1, 2, 3;
INSERT INTO "derived_account_counts" ("domain", "block", "state", "n")
    SELECT '', "block", "state", sum("n") FROM "derived_account_counts" GROUP BY 2, 3;

-- Three characters in a row of what accounts are searched by. It has no copy of the texts, and forgets at once what is deleted. After a user name
-- comes @, by which its end is found.
CREATE VIRTUAL TABLE "derived_account_search" USING fts5("username", "email", "phone", "display_name", tokenize = 'trigram', content = '', columnsize = 0);
INSERT INTO "derived_account_search" ("derived_account_search", "rank") VALUES ('secure-delete', 1);

-- Names that begin with one or two characters, which the index does not know.
CREATE INDEX "accounts_display_name_idx" ON "accounts" ("display_name") WHERE "display_name" IS NOT NULL;

CREATE TRIGGER "derived_account_search_insert" AFTER INSERT ON "accounts" BEGIN
    INSERT INTO "derived_account_search" ("rowid", "username", "email", "phone", "display_name")
        VALUES (NEW."id", NEW."username" || '@', NEW."email", NEW."phone", NEW."display_name");
END;

CREATE TRIGGER "derived_account_search_delete" AFTER DELETE ON "accounts" BEGIN
    INSERT INTO "derived_account_search" ("derived_account_search", "rowid", "username", "email", "phone", "display_name")
        VALUES ('delete', OLD."id", OLD."username" || '@', OLD."email", OLD."phone", OLD."display_name");
END;

CREATE TRIGGER "derived_account_search_update" AFTER UPDATE OF "username", "email", "phone", "display_name" ON "accounts"
WHEN (OLD."username", OLD."email", OLD."phone", OLD."display_name") IS NOT (NEW."username", NEW."email", NEW."phone", NEW."display_name")
BEGIN
    INSERT INTO "derived_account_search" ("derived_account_search", "rowid", "username", "email", "phone", "display_name")
        VALUES ('delete', OLD."id", OLD."username" || '@', OLD."email", OLD."phone", OLD."display_name");
    INSERT INTO "derived_account_search" ("rowid", "username", "email", "phone", "display_name")
        VALUES (NEW."id", NEW."username" || '@', NEW."email", NEW."phone", NEW."display_name");
END;

INSERT INTO "derived_account_search" ("rowid", "username", "email", "phone", "display_name")
    SELECT "id", "username" || '@', "email", "phone", "display_name" FROM "accounts";
