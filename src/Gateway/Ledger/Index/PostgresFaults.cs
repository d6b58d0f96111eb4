using System.Security.Authentication;
using System.Security.Cryptography;
using Gateway.Settings;
using Npgsql;

namespace Gateway.Ledger.Index;

/// <summary>
/// What an exception of the database means: the rows are not what they must be and are made again, or it cannot be
/// asked now. Where that is not clear nothing is thrown away. Texts of the database are not passed on: they quote rows.
/// </summary>
internal static class PostgresFaults
{
    internal static T Guarded<T>(Func<T> use, Action failed)
    {
        try
        {
            return use();
        }
        catch (PostgresException e) when (IsBroken(e))
        {
            failed();
            throw new IndexBrokenException("it cannot be used", e);
        }
        catch (PostgresException e)
        {
            failed();
            throw new IndexAwayException($"the database refuses (SQLSTATE {e.SqlState})", e);
        }
        catch (Exception e) when (e is InvalidCastException or KeyNotFoundException
            or ArgumentOutOfRangeException or OverflowException)
        {
            failed();
            throw new IndexBrokenException("it cannot be used", e);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or ObjectDisposedException
            or AuthenticationException or CryptographicException or SettingsFileException or ArgumentException
            or InvalidOperationException or NotSupportedException or System.Net.Sockets.SocketException)
        {
            failed();
            throw new IndexAwayException(ReasonOf(e), e);
        }
        catch (Exception e) when (e is IndexBrokenException or IndexAwayException)
        {
            failed();
            throw;
        }
    }

    //  PostgreSQL, appendix A - error codes, by class: 22 data exception, 23 integrity, 42 names and types (but not
    //  42501, insufficient privilege), XX001 and XX002 corrupted data and index, 3F000 no such schema.
    internal static bool IsBroken(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege => false,
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => true,
        PostgresErrorCodes.InvalidSchemaName => true,
        _ => e.SqlState[..2] is "22" or "23" or "42",
    };

    private static string ReasonOf(Exception e) => e switch
    {
        SettingsFileException file => file.Message,
        _ when e is AuthenticationException || e.InnerException is AuthenticationException =>
            "the database's certificate is not trusted, or ours is not taken",
        _ when e is TimeoutException || e.InnerException is TimeoutException => "the database does not answer in time",
        _ => "the database cannot be reached",
    };
}
