-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "self_made" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "proven_at" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "tombstones" (
    "username" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "free_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "tombstones_pkey" PRIMARY KEY ("username", "domain")
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
