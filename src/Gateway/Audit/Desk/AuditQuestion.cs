using Gateway.Ledger.Inspection;
using Gateway.Ledger.Tree;
using Gateway.Policies;

namespace Gateway.Audit.Desk;

/// <summary>What a reader asks for. What is not exactly one of these is refused (AuditQuestionReading).</summary>
/// <param name="Resource">Its name in <c>read</c> entries and in the log.</param>
internal abstract record AuditQuestion(string Resource)
{
    /// <summary>False for what is told to everybody who is let in.</summary>
    internal virtual bool IsReading => true;

    /// <summary>GET /v1/transfers.</summary>
    internal sealed record Transfers(AuditFilter Filter, LedgerCursor? After, int Limit) : AuditQuestion("transfers");

    /// <summary>GET /v1/transfers/ID.</summary>
    internal sealed record Transfer(Guid Id) : AuditQuestion($"transfers/{Id:D}");

    /// <summary>GET /v1/transfers/ID/evidence.</summary>
    internal sealed record Evidence(Guid Id) : AuditQuestion($"transfers/{Id:D}/evidence");

    /// <summary>GET /v1/transfers/ID/proof?entry=YYYY:N.</summary>
    internal sealed record Proof(Guid Id, LedgerCursor? Entry) : AuditQuestion($"transfers/{Id:D}/proof");

    /// <summary>GET /v1/sample?n=&amp;seed=&amp;tree=YYYY:size.</summary>
    /// <param name="Seed">Null: one is drawn, and told.</param>
    /// <param name="Tree">Null: what is published now.</param>
    internal sealed record Sample(int Count, string? Seed, LedgerCursor? Tree) : AuditQuestion("sample");

    /// <summary>GET /v1/summary.</summary>
    internal sealed record Summary() : AuditQuestion("summary");

    /// <summary>GET /v1/reports/PERIOD?lang=.</summary>
    /// <param name="Page">The language of the page for people; null: JSON.</param>
    internal sealed record Report(ReportPeriod Period, Language? Page) : AuditQuestion($"reports/{Period.Name}");

    /// <summary>GET /v1/stream.</summary>
    /// <param name="After">The last one that was seen; null: from now on.</param>
    internal sealed record Stream(LedgerCursor? After) : AuditQuestion("stream");

    /// <summary>GET /YYYY/checkpoint and /YYYY/vkey.</summary>
    internal sealed record Head(int Year, string File) : AuditQuestion($"tree/{Year:D4}");

    /// <summary>GET /logs.json and /logs.json.p7s: the organisation's logs, so that a missing one shows.</summary>
    internal sealed record Logs(string File) : AuditQuestion("logs");

    /// <summary>GET /YYYY/cosigs/checkpoint and /YYYY/cosigs/N: heads with the cosignatures of witnesses.</summary>
    internal sealed record Cosigned(int Year, string File) : AuditQuestion($"tree/{Year:D4}");

    /// <summary>GET /YYYY/seals/N.p7s and the note it is over.</summary>
    internal sealed record Seal(int Year, string File) : AuditQuestion($"tree/{Year:D4}");

    /// <summary>GET /YYYY/tile/L/N[.p/W] and /YYYY/tile/entries/N[.p/W].</summary>
    internal sealed record Tile(int Year, int Level, long Index, int Width)
        : AuditQuestion(Level == TilePath.EntriesLevel ? $"entries/{Year:D4}" : $"tree/{Year:D4}");

    /// <summary>GET /openapi/v1.json.</summary>
    internal sealed record Description() : AuditQuestion("openapi")
    {
        internal override bool IsReading => false;
    }

    /// <summary>GET /.well-known/gateway-keys.</summary>
    internal sealed record Keys() : AuditQuestion("gateway-keys")
    {
        internal override bool IsReading => false;
    }
}
