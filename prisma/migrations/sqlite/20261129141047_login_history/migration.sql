-- CreateTable
CREATE TABLE "logins" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "account_id" INTEGER NOT NULL,
    "scheme" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "first_at" DATETIME NOT NULL,
    "last_at" DATETIME NOT NULL,
    "times" INTEGER NOT NULL,
    "user_agent" TEXT,
    "asked" TEXT,
    "until" DATETIME,
    CONSTRAINT "logins_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "logins_account_id_scheme_result_address_key" ON "logins"("account_id", "scheme", "result", "address");

-- CreateIndex
CREATE INDEX "logins_last_at_idx" ON "logins"("last_at");
