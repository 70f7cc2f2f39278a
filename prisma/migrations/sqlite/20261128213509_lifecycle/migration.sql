-- AlterTable
ALTER TABLE "accounts" ADD COLUMN "self_made" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN "proven_at" DATETIME;

-- CreateTable
CREATE TABLE "tombstones" (
    "username" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "free_at" DATETIME NOT NULL,

    PRIMARY KEY ("username", "domain")
);

-- CreateIndex
CREATE INDEX "tombstones_free_at_idx" ON "tombstones"("free_at");

-- Who signed up: the audit log knows.
UPDATE "accounts" SET "self_made" = true
WHERE "id" IN (SELECT "account_id" FROM "audit_log" WHERE "action" = 'createAccount' AND "actor_kind" = 'anonymous');

-- Keys end with the role and with the account's activation: those of administrators who lost either before this.
DELETE FROM "api_keys" WHERE "account_id" IN (SELECT "id" FROM "accounts" WHERE "deactivated_at" IS NOT NULL)
    OR "account_id" IN (SELECT "a"."id" FROM "accounts" "a" JOIN "audit_log" "e" ON "e"."account_id" = "a"."id"
        WHERE NOT "a"."admin" AND "e"."action" = 'revokeAdmin');

-- INSERT OR REPLACE removes the entry that is in its way without asking the triggers of DELETE. Without an explicit id NEW."id" is -1 here, so no
-- entry may have that.
CREATE TRIGGER "audit_log_no_replace" BEFORE INSERT ON "audit_log"
WHEN EXISTS (SELECT 1 FROM "audit_log" WHERE "id" = NEW."id")
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only: there is an entry with this id');
END;

CREATE TRIGGER "audit_log_positive_id" AFTER INSERT ON "audit_log"
WHEN NEW."id" < 1
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only: ids are from 1');
END;
