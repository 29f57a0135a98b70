using System.Security.Cryptography;
using System.Text;

namespace Praxis.Feed;

/// <summary>Random keys for links and sessions; the store holds only their hashes, so that a copy of the store opens nothing.</summary>
internal static class Secret
{
    private const int Bytes = 32;

    /// <summary>256 random bits in letters that may stand in an address.</summary>
    public static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>What is stored in place of a secret. No salt and no slow hash: nobody guesses 256 random bits.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
