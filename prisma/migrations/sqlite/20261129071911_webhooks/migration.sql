-- CreateTable
CREATE TABLE "webhooks" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "space_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" DATETIME NOT NULL,
    CONSTRAINT "webhooks_space_id_fkey" FOREIGN KEY ("space_id") REFERENCES "spaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "webhook_actions" (
    "webhook_id" INTEGER NOT NULL,
    "action" TEXT NOT NULL,

    PRIMARY KEY ("webhook_id", "action"),
    CONSTRAINT "webhook_actions_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhooks" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "webhook_id" INTEGER NOT NULL,
    "space_id" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "account_id" INTEGER,
    "account" TEXT,
    "activated" BOOLEAN,
    "changed" TEXT,
    "actor_kind" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "next_try_at" DATETIME,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "replayed_at" DATETIME,
    "tries_before" INTEGER NOT NULL DEFAULT 0,
    "delivered_at" DATETIME,
    "last_error" TEXT,
    CONSTRAINT "webhook_deliveries_webhook_id_space_id_fkey" FOREIGN KEY ("webhook_id", "space_id") REFERENCES "webhooks" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "webhooks_id_space_id_key" ON "webhooks"("id", "space_id");

-- CreateIndex
CREATE INDEX "webhooks_space_id_idx" ON "webhooks"("space_id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_created_at_idx" ON "webhook_deliveries"("created_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_webhook_id_next_try_at_idx" ON "webhook_deliveries"("webhook_id", "next_try_at");

-- What is noted in the audit log is told to webhooks, in the same transaction (decision 33).
CREATE TRIGGER "audit_log_to_webhooks" AFTER INSERT ON "audit_log"
WHEN NEW."account" IS NOT NULL AND EXISTS (SELECT 1 FROM "webhook_actions" WHERE "action" = NEW."action")
BEGIN
    INSERT INTO "webhook_deliveries" ("webhook_id", "space_id", "action", "account_id", "account", "activated", "changed", "actor_kind", "created_at", "next_try_at")
    SELECT "w"."id", "w"."space_id", NEW."action", NEW."account_id", NEW."account",
        CASE WHEN NEW."action" IN ('createAccount', 'unblockAccount') THEN (SELECT "activated" FROM "accounts" WHERE "id" = NEW."account_id") END,
        CASE WHEN NEW."action" = 'updateAccount' THEN NEW."detail" END,
        NEW."actor_kind", NEW."created_at", NEW."created_at"
    FROM "webhook_actions" "x"
    JOIN "webhooks" "w" ON "w"."id" = "x"."webhook_id" AND "w"."enabled"
    JOIN "spaces" "s" ON "s"."id" = "w"."space_id" AND "s"."domain" = substr(NEW."account", instr(NEW."account", '@') + 1)
    WHERE "x"."action" = NEW."action"
    ORDER BY "w"."id";
END;
