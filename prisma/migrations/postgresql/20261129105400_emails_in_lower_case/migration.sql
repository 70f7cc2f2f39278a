-- Addresses are written in lower case from now on, and found so whatever case they are asked for in. In no language: a Turkish one has another i.
UPDATE "accounts" SET "email" = lower("email" COLLATE "C") WHERE "email" <> lower("email" COLLATE "C");
UPDATE "codes" SET "target" = lower("target" COLLATE "C") WHERE "target" <> lower("target" COLLATE "C");
UPDATE "messages" SET "recipient" = lower("recipient" COLLATE "C") WHERE "recipient" <> lower("recipient" COLLATE "C");
